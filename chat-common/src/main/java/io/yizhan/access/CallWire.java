package io.yizhan.access;

import io.yizhan.identity.Incarnation;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/** Where calls and their answers lie in Redis, and in what form. */
final class CallWire {
    /** For how long an entry stands that nobody reads any more. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private static final int KEPT = 1_000;
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String BODY = "body";
    private static final String ANSWER_TO = "answer";

    private CallWire() {}

    /** The calls of one life of a worker: nobody reads them when that is over. */
    static RedisStream calls(UnifiedJedis redis, Incarnation worker) {
        String key = "im:calls:" + worker.node().value() + ":" + worker.epoch();
        return new RedisStream(redis, key, KEPT, Optional.of(FORGOTTEN));
    }

    /** The answers to one caller. */
    static RedisStream answers(UnifiedJedis redis, String caller) {
        return new RedisStream(redis, "im:answers:" + caller, KEPT, Optional.of(FORGOTTEN));
    }

    /** Who takes this key away takes the call: the worker to make it, or the caller to make sure that nobody will. */
    static String open(String id) {
        return "im:call:" + id;
    }

    /**
     * One call.
     *
     * @param answerTo the caller's name
     */
    record Call(String id, String name, byte[] body, String answerTo) {
        Map<String, String> fields() {
            return Map.of(ID, id, NAME, name, BODY, Base64.getEncoder().encodeToString(body), ANSWER_TO, answerTo);
        }

        static Call of(Map<String, String> fields) {
            return new Call(
                    fields.getOrDefault(ID, ""),
                    fields.getOrDefault(NAME, ""),
                    Base64.getDecoder().decode(fields.getOrDefault(BODY, "")),
                    fields.getOrDefault(ANSWER_TO, ""));
        }
    }

    /** One answer; without a body the worker failed. */
    record Answer(String id, Optional<byte[]> body) {
        Map<String, String> fields() {
            return body.map(bytes -> Map.of(ID, id, BODY, Base64.getEncoder().encodeToString(bytes)))
                    .orElse(Map.of(ID, id));
        }

        static Answer of(Map<String, String> fields) {
            return new Answer(
                    fields.getOrDefault(ID, ""),
                    Optional.ofNullable(fields.get(BODY)).map(Base64.getDecoder()::decode));
        }
    }
}
