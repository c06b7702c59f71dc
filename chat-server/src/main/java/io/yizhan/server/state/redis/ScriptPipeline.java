package io.yizhan.server.state.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** Runs scripts in one round trip; in two while Redis does not know one of them. Blocks. */
final class ScriptPipeline {
    private final UnifiedJedis redis;

    ScriptPipeline(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Answers in the same order; of a script that Redis refused, the {@link JedisDataException}.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if no answers were had
     */
    List<Object> run(List<ScriptCall> calls) {
        List<Object> answers = send(calls, ScriptPipeline::byName);
        List<Integer> unknown = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            // Redis was started or flushed since: this call did nothing and is made again with the source.
            if (answers.get(i) instanceof JedisNoScriptException) {
                unknown.add(i);
            }
        }
        if (!unknown.isEmpty()) {
            List<Object> late = send(unknown.stream().map(calls::get).toList(), ScriptPipeline::bySource);
            for (int i = 0; i < unknown.size(); i++) {
                answers.set(unknown.get(i), late.get(i));
            }
        }
        return answers;
    }

    private List<Object> send(List<ScriptCall> calls, Sending sending) {
        List<Response<Object>> responses = new ArrayList<>(calls.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            calls.forEach(call -> responses.add(sending.send(pipeline, call)));
            pipeline.sync();
        }
        List<Object> answers = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            answers.add(answer(calls.get(i), responses.get(i)));
        }
        return answers;
    }

    private Object answer(ScriptCall call, Response<Object> response) {
        try {
            return response.get();
        } catch (JedisRedirectionException e) {
            // A cluster has moved the keys, and the call did nothing. A single call goes where it is sent.
            return redis.eval(call.script().source(), call.keys(), call.arguments());
        } catch (JedisDataException e) {
            return e;
        }
    }

    private static Response<Object> byName(AbstractPipeline pipeline, ScriptCall call) {
        return pipeline.evalsha(call.script().sha(), call.keys(), call.arguments());
    }

    private static Response<Object> bySource(AbstractPipeline pipeline, ScriptCall call) {
        return pipeline.eval(call.script().source(), call.keys(), call.arguments());
    }

    private interface Sending {
        Response<Object> send(AbstractPipeline pipeline, ScriptCall call);
    }
}
