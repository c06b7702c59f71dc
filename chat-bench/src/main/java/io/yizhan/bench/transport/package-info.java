/** What it costs to bring batches from one worker to others, over each transport. */
@NullMarked
package io.yizhan.bench.transport;

import org.jspecify.annotations.NullMarked;
