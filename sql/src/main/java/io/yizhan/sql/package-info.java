/** The schema and what brings a database up to it. Starting point: {@link io.yizhan.sql.SchemaMigration}. */
@NullMarked
package io.yizhan.sql;

import org.jspecify.annotations.NullMarked;
