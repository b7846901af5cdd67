export { afterShares, allocate, allocateToUnits, sumOfUnits, unitsOf, type UnitRun } from './allocate';
export { amountText, formatAmount, parseAmount, PRICE_DECIMALS, type AmountProblem } from './amount';
export { currencyExponent } from './currency';
export { Rational, roundHalfUp, toMinorHalfUp } from './rational';
export { lineTotal, percentOf, withinRemaining } from './total';
