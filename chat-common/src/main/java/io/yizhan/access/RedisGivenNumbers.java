package io.yizhan.access;

import io.yizhan.identity.ConversationId;
import redis.clients.jedis.UnifiedJedis;

/**
 * Up to where the workers have numbered a conversation, in Redis, where their sequencer counts. Reads only. Blocks;
 * safe from any thread; fails with a {@code JedisException} when Redis cannot be reached.
 */
public final class RedisGivenNumbers {
    /** For ever: another number would send each conversation to keys where its numbers are not. */
    public static final int PARTS = 256;

    private final UnifiedJedis redis;

    public RedisGivenNumbers(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** The part of all conversations that this one is in; its keys have it as their hash tag. */
    public static int part(ConversationId conversation) {
        int hash = conversation.value().hashCode();
        return Math.floorMod(hash ^ hash >>> 16, PARTS);
    }

    /** Where the conversation's counter stands. */
    public static String counter(ConversationId conversation) {
        return "im:conversation:{" + part(conversation) + "}:" + conversation;
    }

    /** The last number that was given out; 0 if none was, or Redis has forgotten it: then the database knows it. */
    public long last(ConversationId conversation) {
        String seq = redis.hget(counter(conversation), "seq");
        return seq == null ? 0 : Long.parseLong(seq);
    }
}
