/** Who is whose friend and who has blocked whom: what users say of each other. Workers are told of each change. */
@NullMarked
package io.yizhan.gate.relation;

import org.jspecify.annotations.NullMarked;
