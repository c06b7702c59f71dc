/** The load generator: {@code bin/chatctl bench}. */
@NullMarked
package io.yizhan.bench;

import org.jspecify.annotations.NullMarked;
