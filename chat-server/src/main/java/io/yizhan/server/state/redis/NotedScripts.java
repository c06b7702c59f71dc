package io.yizhan.server.state.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs scripts that move positions, and notes what is to be saved of that. */
interface NotedScripts {
    /**
     * Runs the scripts and behind them, in the same round trip, notes the marks: whoever saves a mark meanwhile has
     * read the former value, and finds it marked again.
     *
     * @param what is told when it fails: it holds no content and no secret
     * @return the scripts' answers in the same order
     */
    CompletionStage<List<Object>> run(String what, List<ScriptCall> scripts, Collection<UnsavedMark> marks);
}
