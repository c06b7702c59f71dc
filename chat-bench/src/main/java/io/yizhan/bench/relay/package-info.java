/**
 * The floor to stand on: a server that speaks the protocol and keeps no promise. It stores nothing, repeats nothing and
 * knows one process only, so that what it takes is what this stack can do at all on a machine. Starting point:
 * {@link io.yizhan.bench.relay.RelayMain}.
 */
@NullMarked
package io.yizhan.bench.relay;

import org.jspecify.annotations.NullMarked;
