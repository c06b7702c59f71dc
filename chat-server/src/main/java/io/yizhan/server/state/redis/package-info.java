/** The state ports on Redis; the only place of the worker that knows Jedis and Lua. Calls run on one bounded pool. */
@NullMarked
package io.yizhan.server.state.redis;

import org.jspecify.annotations.NullMarked;
