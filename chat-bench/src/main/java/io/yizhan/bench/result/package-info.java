/** Figures, and how they are told: as JSON, as text, as a table. */
@NullMarked
package io.yizhan.bench.result;

import org.jspecify.annotations.NullMarked;
