/** What the numbering scripts cost in Redis. */
@NullMarked
package io.yizhan.bench.sequencer;

import org.jspecify.annotations.NullMarked;
