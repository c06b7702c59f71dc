/**
 * Logs users in over HTTP and gives each client its worker. Starting points: {@link io.yizhan.gate.WebGateApplication},
 * and the controllers in {@code user}, {@code login} and {@code admin}.
 */
@NullMarked
package io.yizhan.gate;

import org.jspecify.annotations.NullMarked;
