/** The sub-commands, one class each. */
@NullMarked
package io.yizhan.bench.command;

import org.jspecify.annotations.NullMarked;
