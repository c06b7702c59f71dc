package io.yizhan.server.state.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Whatever runs scripts in one round trip; see {@link RedisCalls#run}. */
interface ScriptRunner {
    /**
     * Runs the scripts; answers in the same order.
     *
     * @param what is told when it fails: it holds no content and no secret
     */
    CompletionStage<List<Object>> run(String what, List<ScriptCall> scripts);
}
