/**
 * Many connections that do nothing but stay: what each of them costs a worker, and how fast all of them are back when
 * all were cut. They speak the protocol without the SDK, whose clients hold more than a connection. Starting point:
 * {@link io.yizhan.bench.crowd.Crowd}.
 */
@NullMarked
package io.yizhan.bench.crowd;

import org.jspecify.annotations.NullMarked;
