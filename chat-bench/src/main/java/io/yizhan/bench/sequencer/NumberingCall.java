package io.yizhan.bench.sequencer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** One way to get a number from Redis; together they show what each part of the real one costs. */
enum NumberingCall {
    INCR("INCR") {
        @Override
        Response<?> queue(AbstractPipeline pipeline, String sha, ConversationState conversation) {
            return pipeline.incr(conversation.counter());
        }
    },
    SCRIPT("INCR in a script") {
        @Override
        String source() {
            return COUNT;
        }
    },
    GUARDED_SCRIPT("INCR in a script, behind the epoch guard") {
        @Override
        String source() {
            return lua("guard") + "if not guarded() then return 'EPOCH' end\n" + COUNT;
        }
    },
    ALLOCATION("the numbering script without the guard") {
        @Override
        String source() {
            return NO_GUARD + numbering();
        }

        @Override
        Response<?> queue(AbstractPipeline pipeline, String sha, ConversationState conversation) {
            return pipeline.evalsha(sha, conversation.allocationKeys(), conversation.allocationArguments());
        }
    },
    GUARDED_ALLOCATION("the numbering script, as workers run it") {
        @Override
        String source() {
            return lua("guard") + numbering();
        }

        @Override
        Response<?> queue(AbstractPipeline pipeline, String sha, ConversationState conversation) {
            return ALLOCATION.queue(pipeline, sha, conversation);
        }
    };

    private static final String COUNT = "return redis.call('INCR', KEYS[2])";
    private static final String NO_GUARD =
            "local function guarded() return 0, 0 end\nlocal function before(epoch) return 0 end\n";
    /** Where the workers' scripts lie. */
    private static final String SCRIPTS = "/io/yizhan/server/state/redis/";

    private final String title;

    NumberingCall(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The script; empty for a plain command. */
    String source() {
        return "";
    }

    /** The name by which Redis knows the script from now on. */
    String teach(UnifiedJedis redis) {
        return source().isEmpty() ? "" : redis.scriptLoad(source());
    }

    Response<?> queue(AbstractPipeline pipeline, String sha, ConversationState conversation) {
        return pipeline.evalsha(sha, List.of(conversation.guard(), conversation.counter()), List.of());
    }

    /** The script for the conversation of two, but for its guard: the parts in the order of the workers. */
    private static String numbering() {
        return lua("slices") + lua("direct") + lua("allocate");
    }

    private static String lua(String name) {
        try (InputStream in = NumberingCall.class.getResourceAsStream(SCRIPTS + name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("The workers have no such script: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the script: " + name, e);
        }
    }
}
