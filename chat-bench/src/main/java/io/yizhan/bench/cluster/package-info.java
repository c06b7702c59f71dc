/** What is measured: a cluster that runs, or one that is started for it. */
@NullMarked
package io.yizhan.bench.cluster;

import org.jspecify.annotations.NullMarked;
