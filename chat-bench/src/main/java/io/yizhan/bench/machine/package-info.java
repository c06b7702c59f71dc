/** This machine and its processes. */
@NullMarked
package io.yizhan.bench.machine;

import org.jspecify.annotations.NullMarked;
