/** This worker among the others: its registration, the watch on its peers, one link to each. */
@NullMarked
package io.yizhan.server.cluster;

import org.jspecify.annotations.NullMarked;
