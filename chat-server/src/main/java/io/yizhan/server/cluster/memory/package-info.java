/** The cluster ports inside one process: for tests and for a worker that runs alone. */
@NullMarked
package io.yizhan.server.cluster.memory;

import org.jspecify.annotations.NullMarked;
