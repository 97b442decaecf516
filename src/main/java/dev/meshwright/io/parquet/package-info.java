/**
 * Tables as Apache Parquet files, for DuckDB, pandas, Spark and whatever else reads columns.
 *
 * <p>Door: {@link dev.meshwright.io.parquet.ParquetTable}, columns and rows in, the bytes of a file out. For {@code io} and {@code
 * workbench}. Flat tables alone: whole numbers, numbers and texts, each of which may be missing. The bytes depend on nothing but the
 * table. Why this is no library says docs/adr/0029.
 *
 * <pre>{@code
 * new ParquetTable(List.of(new Column("gpus", Column.Kind.INTEGER)), List.of(List.of(8L))).bytes();
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.parquet;

import org.jspecify.annotations.NullMarked;
