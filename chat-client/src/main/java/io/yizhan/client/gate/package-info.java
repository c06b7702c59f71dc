/** The way in: calls to the web gate over HTTP. Starting point: {@link io.yizhan.client.gate.GateClient}. */
@NullMarked
package io.yizhan.client.gate;

import org.jspecify.annotations.NullMarked;
