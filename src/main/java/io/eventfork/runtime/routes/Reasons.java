package io.eventfork.runtime.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.URISupport;

/** Turns an exception into one line for people. */
final class Reasons {

    private static final int LONGEST = 400;

    private Reasons() {}

    /**
     * The reason, without a full stop. Camel's outer messages repeat the inner ones with whole
     * routes around them.
     */
    static String of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        return chain.stream()
                .map(Reasons::special)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> innermost(chain));
    }

    /** Exceptions that know more than the message of their innermost cause says. */
    private static Optional<String> special(Throwable cause) {
        String reason = null;
        if (cause instanceof SimpleIllegalSyntaxException syntax) {
            reason =
                    syntax.getMessage().lines().findFirst().orElse("wrong syntax")
                            + " in the expression: "
                            + syntax.getExpression();
        } else if (cause instanceof MethodNotFoundException missing && missing.getBean() != null) {
            reason =
                    missing.getBean().getClass().getName()
                            + " has no method '"
                            + missing.getMethodName()
                            + "'";
        } else if (cause instanceof PropertyBindingException binding
                && binding.getCause() != null) {
            List<Throwable> causes = chain(binding.getCause());
            reason =
                    isOurs(causes.get(causes.size() - 1))
                            ? innermost(causes)
                            : "the option '"
                                    + binding.getPropertyName()
                                    + "' cannot have this value: "
                                    + innermost(causes);
        }
        return Optional.ofNullable(reason).map(Reasons::oneLine);
    }

    /** Whether a bean of a template refused a value. */
    static boolean isOfAValue(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        return chain.stream().anyMatch(PropertyBindingException.class::isInstance)
                && isOurs(chain.get(chain.size() - 1));
    }

    /** A bean of a template names the parameter, which the author knows, and not the option. */
    private static boolean isOurs(Throwable refusal) {
        StackTraceElement[] trace = refusal.getStackTrace();
        return refusal instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith("io.eventfork.");
    }

    private static String innermost(List<Throwable> chain) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            Throwable cause = chain.get(i);
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                // These carry a bare name as their message.
                boolean bare =
                        cause instanceof ReflectiveOperationException
                                || cause instanceof LinkageError
                                || cause instanceof NullPointerException;
                return oneLine(bare ? cause.getClass().getSimpleName() + ": " + message : message);
            }
        }
        return chain.get(0).getClass().getSimpleName();
    }

    /** An exception and its causes, the outermost first; at least one. */
    static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /**
     * Joins lines, hides secrets in URIs, cuts what is too long for a log line, and drops the full
     * stop.
     */
    static String oneLine(String text) {
        String line = URISupport.sanitizeUri(text.strip().replaceAll("\\s*\\R\\s*", " "));
        if (line.length() > LONGEST) {
            return line.substring(0, LONGEST) + "…";
        }
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
