/**
 * Every Delta table: one record each with name, schema, comments and properties.
 *
 * <p>Entry types: {@link dev.sluice.tables.Warehouse} and {@link dev.sluice.tables.Table}.
 * Invariant: nobody else writes Delta.
 */
package dev.sluice.tables;
