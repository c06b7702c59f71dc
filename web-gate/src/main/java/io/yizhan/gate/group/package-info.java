/** Groups: read from the database, changed by the workers, since a group's log decides what it is. */
@NullMarked
package io.yizhan.gate.group;

import org.jspecify.annotations.NullMarked;
