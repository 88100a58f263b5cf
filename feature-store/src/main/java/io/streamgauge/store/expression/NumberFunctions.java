package io.streamgauge.store.expression;

import dev.cel.common.types.SimpleType;
import java.util.List;

/**
 * Functions of numbers. Arithmetic is StrictMath's, or exact, so that a feature has the same bits on every machine.
 */
final class NumberFunctions {

    /** Mean radius of the Earth, R1 of the IUGG (Moritz, Geodetic Reference System 1980), in km. */
    private static final double EARTH_RADIUS_KM = 6371.0088;

    private static final double LN_2 = StrictMath.log(2);

    static final List<Function> ALL = List.of(
            number("abs", "abs(x)", 1, "Distance from 0.", Overload.curve("abs", Math::abs)),
            number("ceil", "ceil(x)", 1, "Least whole number not below x.", Overload.curve("ceil", StrictMath::ceil)),
            number(
                    "clip",
                    "clip(x, lo, hi)",
                    1,
                    "x, or the nearer bound when it lies outside; missing when lo is above hi.",
                    Overload.mixed(
                            "clip",
                            SimpleType.DOUBLE,
                            a -> clip(Overload.number(a[0]), Overload.number(a[1]), Overload.number(a[2])),
                            Argument.NUMBER,
                            Argument.NUMBER,
                            Argument.NUMBER)),
            number("cos", "cos(x)", 1, "Cosine of x in radians.", Overload.curve("cos", StrictMath::cos)),
            number("exp", "exp(x)", 1, "e to the power of x.", Overload.curve("exp", StrictMath::exp)),
            number(
                    "floor",
                    "floor(x)",
                    1,
                    "Greatest whole number not above x.",
                    Overload.curve("floor", StrictMath::floor)),
            number(
                    "haversine",
                    "haversine(lat1, lon1, lat2, lon2)",
                    5,
                    "Great-circle distance in km between two places in degrees, on a sphere of the Earth's mean radius,"
                            + " 6371.0088 km; missing when a latitude is beyond 90.",
                    Overload.mixed(
                            "haversine",
                            SimpleType.DOUBLE,
                            a -> haversineKm(
                                    Overload.number(a[0]),
                                    Overload.number(a[1]),
                                    Overload.number(a[2]),
                                    Overload.number(a[3])),
                            Argument.NUMBER,
                            Argument.NUMBER,
                            Argument.NUMBER,
                            Argument.NUMBER)),
            number(
                    "log",
                    "log(x)",
                    1,
                    "Natural logarithm; missing at 0 and below.",
                    Overload.curve("log", StrictMath::log)),
            number(
                    "log10",
                    "log10(x)",
                    1,
                    "Logarithm to base 10; missing at 0 and below.",
                    Overload.curve("log10", StrictMath::log10)),
            number(
                    "log1p",
                    "log1p(x)",
                    1,
                    "Natural logarithm of 1 + x, exact near 0; missing at -1 and below.",
                    Overload.curve("log1p", StrictMath::log1p)),
            number(
                    "log2",
                    "log2(x)",
                    1,
                    "Logarithm to base 2, exact for powers of 2; missing at 0 and below.",
                    Overload.curve("log2", NumberFunctions::log2)),
            number("max", "max(x, y)", 1, "The greater of two.", Overload.surface("max", Math::max)),
            number("min", "min(x, y)", 1, "The lesser of two.", Overload.surface("min", Math::min)),
            number("pow", "pow(x, y)", 2, "x to the power of y.", Overload.surface("pow", StrictMath::pow)),
            number(
                    "round",
                    "round(x)",
                    1,
                    "Nearest whole number; halves go to the even one, so 2.5 gives 2 and 3.5 gives 4.",
                    Overload.curve("round", StrictMath::rint)),
            number("sign", "sign(x)", 1, "-1, 0 or 1.", Overload.curve("sign", Math::signum)),
            number("sin", "sin(x)", 1, "Sine of x in radians.", Overload.curve("sin", StrictMath::sin)),
            number("sqrt", "sqrt(x)", 1, "Square root; missing below 0.", Overload.curve("sqrt", StrictMath::sqrt)),
            number(
                    "turn",
                    "turn(x, period)",
                    1,
                    "x as an angle in radians when a period is a full turn: sin(turn(hour(time), 24)) and its cosine put"
                            + " 23 h next to 0 h.",
                    Overload.surface("turn", (x, period) -> 2 * Math.PI * x / period)));

    private NumberFunctions() {}

    private static Function number(String name, String call, int units, String meaning, List<Overload> overloads) {
        return new Function(name, call, "double", units, meaning, overloads);
    }

    private static double clip(double x, double lo, double hi) {
        if (lo > hi) {
            throw new Undefined();
        }
        return Math.min(Math.max(x, lo), hi);
    }

    /**
     * Great-circle distance, 2R asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)), φ latitude and λ longitude. Rounding may
     * lift the root above 1 between antipodes, hence the bound.
     */
    private static double haversineKm(double lat1, double lon1, double lat2, double lon2) {
        if (Math.abs(lat1) > 90 || Math.abs(lat2) > 90) {
            throw new Undefined();
        }
        double phi1 = StrictMath.toRadians(lat1);
        double phi2 = StrictMath.toRadians(lat2);
        double sinPhi = StrictMath.sin((phi2 - phi1) / 2);
        double sinLambda = StrictMath.sin(StrictMath.toRadians(lon2 - lon1) / 2);
        double h = sinPhi * sinPhi + StrictMath.cos(phi1) * StrictMath.cos(phi2) * sinLambda * sinLambda;
        return 2 * EARTH_RADIUS_KM * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
    }

    /** Exponent plus log2 of the mantissa m, kept in [√½, √2) so that the two do not cancel near 1. */
    private static double log2(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return StrictMath.log(x);
        }
        int exponent = Math.getExponent(x);
        double m = x;
        if (exponent < Double.MIN_EXPONENT) { // subnormal
            m = x * 0x1p54;
            exponent = Math.getExponent(m) - 54;
            m = Math.scalb(m, -(exponent + 54));
        } else {
            m = Math.scalb(m, -exponent);
        }
        if (m > 1.4142135623730951) {
            m /= 2;
            exponent++;
        }
        return exponent + StrictMath.log(m) / LN_2;
    }
}
