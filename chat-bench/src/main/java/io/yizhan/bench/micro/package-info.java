/**
 * What single steps on a message's way cost, in time and in bytes allocated, measured by JMH. Starting point:
 * {@link io.yizhan.bench.micro.MicroBenchmarks}.
 */
@NullMarked
package io.yizhan.bench.micro;

import org.jspecify.annotations.NullMarked;
