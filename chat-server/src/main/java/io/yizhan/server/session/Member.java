package io.yizhan.server.session;

/**
 * One session among a group's.
 *
 * @param sinceSeq what has a smaller number is not for it
 */
record Member(LocalSession session, long sinceSeq) {}
