/** What conversations hold, read from the database in bulk. */
@NullMarked
package io.yizhan.gate.history;

import org.jspecify.annotations.NullMarked;
