package io.yizhan.client.gate;

/**
 * Somebody with whom a friendship stands or is asked for.
 *
 * @param state FRIEND, ASKED (this user has asked) or ASKS (this user is asked)
 */
public record Friend(String userId, String state) {}
