/** Waits at start for what the gate needs, whatever was started first. */
@NullMarked
package io.yizhan.gate.start;

import org.jspecify.annotations.NullMarked;
