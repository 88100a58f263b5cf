package io.streamgauge.store.expression;

import java.util.List;
import java.util.Map;

/** The page about expressions, with a table of all functions made from the list that declares them. */
public final class ExpressionReference {

    private static final String INTRODUCTION = """
            # Expressions

            An expression is a formula in CEL, the [Common Expression Language](https://cel.dev), with functions of our own. Every
            function is listed below from the code that declares it; a test fails when this page and the code disagree.

            ```yaml
            features:
              customer: {entity: customer_id, from: transactions, windows: [7d], aggregates: {mean: mean(amount)}}
              request:
                expressions:
                  night: hour(event_time, "Europe/Brussels") <= 6
                  ratio: amount / coalesce(customer.mean_7d, amount)
                  odd: request.night && request.ratio > 3
            ```

            YAML wants quotes around a text with `: ` or ` #` in it, such as `"ok ? amount : 0.0"`.

            ## What an expression may name

            | where | names | result |
            |---|---|---|
            | `features.<group>.expressions` | fields of the scored event, `view.feature` of every view, `group.name` of the expressions declared before it | any; a number or boolean may be a model input, a text or timestamp is for other expressions |
            | `sources.<name>.expect` | fields of that source | true or false |
            | `model.decision` | `score` and the model's inputs, all as doubles | text |

            The data of a request are the fields of the event being scored: there is no other place they come from. Features of views
            are doubles. An expression is a double, a long, true or false, a text or a timestamp, whatever follows from its text; a
            name may be used where its text in parentheses could stand. All names and types are checked when the pipeline is
            validated. An expression names only those declared before it, so none can depend on itself. Each is computed after the
            views, at most once an event, and only when an input needs it.

            A vector is named by its elements, `embedding[3]` or `embedding_3`, or whole where a function takes one: `embedding` is the list
            of all its elements, and so is `customer.embedding_mean_7d` where that aggregate is over a vector. Whole, it is missing when
            any element is. An index that is written out is checked; one that is computed and lies outside gives nothing. In
            `model.decision`, and of other views in a view, write elements as `embedding_3`, `customer.embedding_mean_3_7d`.

            An expression sees nothing but these names: no clock, no files, no network, no loops over lists. It has at most %,d
            characters and %,d nodes, and a text it makes at most %,d characters; a longer one is missing.

            ## Missing values

            An expression is missing when **any** variable it names is missing, wherever that stands, even in the branch not taken of
            `? :` or beside a true `||`. It is also missing when its result does not exist: a double that is not finite
            (`log(0)`, `x / 0.0`), a whole number divided by zero or beyond 64 bits, a text that does not convert, and where a
            function says so below.

            `coalesce`, `has` and `missing` see it. Each of their arguments is an expression of its own, missing by the same rule, and
            makes nothing around it missing: `coalesce(a / b, 0) + c` is missing only with `c`. A `coalesce` that finds no value counts
            as a missing variable. So to do without a variable, put it into one of the three: `has(x) ? x : 0` is missing when `x` is;
            `coalesce(x, 0)` is not.

            A feature with a `default` is never missing here: expressions see the default, and `has` is true of it. Put the default on
            the aggregate where every reader should get it, `coalesce` into the expression where one formula wants it and the model, or
            another formula, is to see that nothing is known.

            A variable that holds NaN or an infinity is there, and follows CEL's rules (NaN is above every number); `has` and
            `coalesce` count it as missing, and no result is ever one.

            ## Operators and numbers

            `+ - * / %%`, `== != < <= > >=`, `&& || !`, `c ? a : b`, `x in [1, 2, 3]`, `+` of two texts. Whole numbers and doubles mix, and give a
            double; two whole numbers stay whole, so `7 / 2` is 3 and `7 / 2.0` is 3.5. Both results of `? :` are of one type: write
            `ok ? amount : 0.0`. Texts stand in single or double quotes. A timestamp minus `duration('1h')` is a timestamp.

            Functions of numbers take whole numbers and doubles and give a double. They compute through Java's StrictMath, so the
            bits are the same on every machine. Parts of a time are those of UTC, or of a time zone such as `'Europe/Brussels'` or
            `'+02:00'` (by the time zone data of the Java in use). A zone, the edges of `bucket` and bounds that are written out are checked when the
            pipeline is validated.

            ## Cost

            Each variable, operator and list costs one unit, a whole vector as many as it has elements and one more, each function the units below, each part computed apart (the whole, and
            the arguments of `coalesce`, `has` and `missing` that are more than a name) %d more; constants are free, and so is a name
            alone in one of the three. The sum is what an evaluation costs at most. A unit is about %d ns of CPU time on a busy 4-core
            machine, for texts of 32 characters: `mvn -Pslow -pl feature-store -am test -Dtest=ExpressionCostTest
            -Dsurefire.failIfNoSpecifiedTests=false` prints it by expression. A result that is missing for another reason than a missing
            variable costs 20 to 60 µs, since CEL tells it by an exception: where that is common, guard it (`n != 0 ? x / n : 0`).
            """.formatted(
                    Language.MAX_CHARACTERS,
                    Language.MAX_NODES,
                    Piece.MAX_TEXT,
                    ExpressionCompiler.UNITS_PER_PROGRAM,
                    Expression.NANOS_PER_UNIT);

    private ExpressionReference() {}

    /** The whole page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION).append("\n## Functions\n");
        for (Map.Entry<String, List<Function>> group : Functions.byGroup().entrySet()) {
            page.append("\n### ").append(group.getKey()).append("\n\n");
            page.append("| function | gives | units | meaning |\n|---|---|---|---|\n");
            for (Function function : group.getValue()) {
                page.append("| `%s` | %s | %d | %s |\n"
                        .formatted(function.call(), function.gives(), function.units(), function.meaning()));
            }
        }
        return page.toString();
    }
}
