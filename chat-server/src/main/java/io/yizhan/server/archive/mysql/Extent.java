package io.yizhan.server.archive.mysql;

/**
 * How far a conversation is written.
 *
 * @param headSeq the highest number that a row holds
 * @param completeSeq every number up to here is a message or void
 */
record Extent(String conversationId, long headSeq, long completeSeq) {}
