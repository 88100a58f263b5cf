package io.streamgauge.store.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableIdent;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes pieces of a text. CEL knows no missing values, and its null would cost the types; so each argument of {@code
 * coalesce}, {@code has} and {@code missing} becomes a piece of its own, which is there or missing as a whole, and the
 * call becomes a variable of the formula around it, named {@code @0}, {@code @1} and so on, which no text can name:
 *
 * <pre>
 *   log(coalesce(a / b, 1)) + c     is     @0: coalesce(a / b, 1)       with the pieces  a / b  and  1
 *                                          log(@0) + c
 * </pre>
 *
 * Innermost calls come first, so that a piece's type is known when what is around it is checked. For one text; not
 * thread-safe.
 */
final class ExpressionCompiler {

    /** What running a CEL program costs beside its nodes, in units. */
    static final int UNITS_PER_PROGRAM = 1;

    /** A piece and its type. */
    record Typed(Piece piece, CelType type) {}

    private final String text;
    private final CelSource source;
    private final Place place;
    private final LiteralCheck literals;
    private final CelExpr parsed;
    private final List<String> variables;
    private final Map<String, CelType> types = new LinkedHashMap<>();
    private final Map<String, Typed> calls = new LinkedHashMap<>();
    private int units;

    /**
     * @param known types of variables
     * @param vectors names of the variables that are a vector's elements, by its name
     * @param lists names of variables that are lists of texts
     * @throws ExpressionException when the text does not parse or names what is not there
     */
    ExpressionCompiler(
            String text, Map<String, FieldType> known, Map<String, List<String>> vectors, Set<String> lists) {
        this.text = text;
        CelValidationResult result = Language.CEL.parse(text);
        CelAbstractSyntaxTree tree = valid(result);
        this.source = tree.getSource();
        this.place = new Place(text, source);
        this.literals = new LiteralCheck(place);
        Set<String> names = new TreeSet<>(known.keySet());
        names.addAll(lists);
        this.parsed = new VectorNames(vectors, names, place).replaced(tree.getExpr());
        this.variables = NameCheck.used(parsed, place, names, vectors);
        for (String name : variables) {
            FieldType type = known.get(name);
            if (type != null) {
                types.put(name, Language.celType(type));
            } else if (lists.contains(name)) {
                types.put(name, ListType.create(SimpleType.STRING));
            }
        }
    }

    /** Names of the variables, at their indexes in the frame of {@link Piece#evaluate}. */
    List<String> variables() {
        return variables;
    }

    /** Cost of one evaluation at most, in units; known after {@link #compile}. */
    int units() {
        return units;
    }

    /** @throws ExpressionException when a type does not fit */
    Typed compile() {
        return piece(CelMutableExprConverter.fromCelExpr(parsed));
    }

    private Typed piece(CelMutableExpr expr) {
        takeApart(expr);
        Typed call = expr.getKind() == CelExpr.ExprKind.Kind.IDENT
                ? calls.get(expr.ident().name())
                : null;
        if (call != null) {
            return call;
        }
        CelAbstractSyntaxTree tree = checked(CelMutableExprConverter.fromMutableExpr(expr));
        count(tree.getExpr(), tree);
        int variable = variables.indexOf(name(tree, tree.getExpr()));
        return new Typed(variable >= 0 ? new VariablePiece(variable) : formula(tree), tree.getResultType());
    }

    /** Replaces every call of a function of missing values by a variable. */
    private void takeApart(CelMutableExpr expr) {
        switch (expr.getKind()) {
            case SELECT -> takeApart(expr.select().operand());
            case LIST -> expr.list().elements().forEach(this::takeApart);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    takeApart(entry.key());
                    takeApart(entry.value());
                });
            case CALL -> {
                CelMutableCall call = expr.call();
                switch (call.function()) {
                    case Functions.COALESCE -> replace(expr, coalesce(expr, call));
                    case Functions.HAS, Functions.MISSING -> replace(expr, presence(expr, call));
                    default -> {
                        call.target().ifPresent(this::takeApart);
                        call.args().forEach(this::takeApart);
                    }
                }
            }
            default -> {}
        }
    }

    private void replace(CelMutableExpr expr, Typed call) {
        String name = "@" + calls.size();
        calls.put(name, call);
        types.put(name, call.type());
        expr.setIdent(CelMutableIdent.create(name));
    }

    private Typed presence(CelMutableExpr expr, CelMutableCall call) {
        if (call.args().size() != 1) {
            throw place.at(unchanged(expr), "'" + call.function() + "' takes one value");
        }
        Piece argument = piece(call.args().get(0)).piece();
        return new Typed(new PresencePiece(argument, call.function().equals(Functions.HAS)), SimpleType.BOOL);
    }

    private Typed coalesce(CelMutableExpr expr, CelMutableCall call) {
        if (call.args().size() < 2) {
            throw place.at(unchanged(expr), "'coalesce' takes two values or more");
        }
        List<Typed> arguments = call.args().stream().map(this::piece).toList();
        CelType type = arguments.get(0).type();
        for (Typed argument : arguments) {
            CelType common = common(type, argument.type());
            if (common == null) {
                throw place.at(
                        unchanged(expr),
                        "the values of 'coalesce' must be of one type; found " + CompilerMessages.typeName(type)
                                + " and " + CompilerMessages.typeName(argument.type()));
            }
            type = common;
        }
        List<Piece> pieces = arguments.stream().map(Typed::piece).toList();
        return new Typed(new CoalescePiece(pieces, type.equals(SimpleType.DOUBLE)), type);
    }

    private static @Nullable CelType common(CelType a, CelType b) {
        if (a.equals(b)) {
            return a;
        }
        boolean numbers = isNumber(a) && isNumber(b);
        return numbers ? SimpleType.DOUBLE : null;
    }

    static boolean isNumber(CelType type) {
        return type.equals(SimpleType.DOUBLE) || type.equals(SimpleType.INT);
    }

    private Piece formula(CelAbstractSyntaxTree tree) {
        List<String> names = tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(types::containsKey)
                .distinct()
                .toList();
        List<Piece> inputs = new ArrayList<>();
        for (String name : names) {
            Typed call = calls.get(name);
            inputs.add(call == null ? new VariablePiece(variables.indexOf(name)) : call.piece());
        }
        try {
            FormulaPiece formula = new FormulaPiece(Language.CEL.createProgram(tree), names, inputs);
            if (inputs.isEmpty()) {
                return new ConstantPiece(formula.evaluate(new Object[0]));
            }
            units += UNITS_PER_PROGRAM;
            return formula;
        } catch (CelEvaluationException e) {
            throw new ExpressionException("'" + text + "': " + e.getMessage());
        }
    }

    private CelAbstractSyntaxTree checked(CelExpr expr) {
        CelCompilerBuilder builder = Language.CEL.toCompilerBuilder();
        types.forEach(builder::addVar);
        return valid(builder.build().check(CelAbstractSyntaxTree.newParsedAst(expr, source)));
    }

    private CelAbstractSyntaxTree valid(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new ExpressionException(CompilerMessages.tell(text, result.getErrors()));
        }
    }

    private static CelExpr unchanged(CelMutableExpr expr) {
        return CelMutableExprConverter.fromMutableExpr(expr);
    }

    private static String name(CelAbstractSyntaxTree tree, CelExpr expr) {
        return tree.getReference(expr.id()).map(CelReference::name).orElse("");
    }

    /** Adds up the units of a checked formula, and holds what is written out in it to {@link LiteralCheck}. */
    private void count(CelExpr expr, CelAbstractSyntaxTree tree) {
        if (calls.containsKey(name(tree, expr))) {
            return;
        }
        if (types.containsKey(name(tree, expr))) {
            units += 1; // with its dots
            return;
        }
        switch (expr.getKind()) {
            case SELECT -> count(expr.select().operand(), tree);
            case LIST -> {
                units += 1;
                expr.list().elements().forEach(element -> count(element, tree));
            }
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    count(entry.key(), tree);
                    count(entry.value(), tree);
                });
            case CALL -> {
                literals.check(expr);
                units += Functions.units(expr.call().function());
                expr.call().target().ifPresent(target -> count(target, tree));
                expr.call().args().forEach(argument -> count(argument, tree));
            }
            default -> {}
        }
    }
}
