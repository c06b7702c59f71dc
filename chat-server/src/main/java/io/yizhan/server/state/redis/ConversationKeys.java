package io.yizhan.server.state.redis;

import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.NumberRequest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of what the numbering scripts touch. Conversations are dealt over a fixed number of parts, each with a
 * guard; all keys of a part share its hash tag, and with that a slot of a cluster.
 */
final class ConversationKeys {
    private ConversationKeys() {}

    static List<String> guards() {
        return IntStream.range(0, RedisGivenNumbers.PARTS)
                .mapToObj(ConversationKeys::guard)
                .toList();
    }

    /** The guard of the part that the conversation is in. */
    static String guard(ConversationId conversation) {
        return guard(part(conversation));
    }

    private static String guard(int part) {
        return "im:guard:{" + part + "}";
    }

    /** The part whose guard this is. */
    static int partOf(String guard) {
        return Integer.parseInt(guard.substring(guard.indexOf('{') + 1, guard.indexOf('}')));
    }

    static String counter(ConversationId conversation) {
        return RedisGivenNumbers.counter(conversation);
    }

    static String sent(NumberRequest request) {
        ConversationId conversation = request.conversation();
        return "im:sent:{" + part(conversation) + "}:" + conversation + ":" + request.sender() + ":" + request.device();
    }

    /** The workers that have members of a group online. */
    static String interest(ConversationId group) {
        return "im:interest:{" + part(group) + "}:" + group;
    }

    /** A part of a group's members; of the conversation's part, so that one script sees both. */
    static String members(ConversationId group, int members) {
        return "im:members:{" + part(group) + "}:" + group + ":" + members;
    }

    private static int part(ConversationId conversation) {
        return RedisGivenNumbers.part(conversation);
    }
}
