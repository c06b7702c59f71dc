package io.yizhan.server.state.redis;

import java.util.List;

/** One run of a script; all its keys carry the same hash tag, so that it works on one slot of a cluster. */
record ScriptCall(LuaScript script, List<String> keys, List<String> arguments) {}
