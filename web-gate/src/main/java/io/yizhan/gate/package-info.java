/** The web gate. */
@NullMarked
package io.yizhan.gate;

import org.jspecify.annotations.NullMarked;
