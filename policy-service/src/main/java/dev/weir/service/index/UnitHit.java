package dev.weir.service.index;

/** One decision of a unit. */
public record UnitHit(Where where, UnitQuery.Cursor cursor) {}
