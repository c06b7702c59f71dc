/** Has workers do what a gate cannot. */
@NullMarked
package io.yizhan.gate.worker;

import org.jspecify.annotations.NullMarked;
