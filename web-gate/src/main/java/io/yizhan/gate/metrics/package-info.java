/**
 * What this gate counts and measures, and the port where operators' programs read it. Starting points:
 * {@link io.yizhan.gate.metrics.MetricsConfiguration}, {@link io.yizhan.gate.metrics.ManagementServer}.
 */
@NullMarked
package io.yizhan.gate.metrics;

import org.jspecify.annotations.NullMarked;
