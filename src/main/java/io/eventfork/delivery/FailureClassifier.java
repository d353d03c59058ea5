package io.eventfork.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.eventfork.delivery.Failure.Kind;
import io.eventfork.event.BatchItemFailuresException;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.ValidationException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.seda.SedaConsumerNotAvailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Sorts what was thrown into the failure classes: the first exception in the cause chain that is
 * known decides, and what nobody knows is unclassified. Stateless.
 */
final class FailureClassifier {

    private static final int LONGEST_CHAIN = 30;

    /** Thrown by camel-resilience4j, which is no dependency, when a circuit breaker is open. */
    private static final String OPEN_CIRCUIT =
            "io.github.resilience4j.circuitbreaker.CallNotPermittedException";

    private FailureClassifier() {}

    /**
     * The failure of a finished exchange, or null if it succeeded. A rollback that was only marked
     * is a failure too.
     */
    static Failure failureOf(Exchange exchange) {
        Exception thrown = exchange.getException();
        if (thrown != null) {
            return classify(thrown);
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            Throwable caught =
                    exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
            return classify(
                    caught != null
                            ? caught
                            : new IllegalStateException("The route marked it rollback only"));
        }
        return null;
    }

    static Failure classify(Throwable thrown) {
        Throwable link = thrown;
        for (int depth = 0; link != null && depth < LONGEST_CHAIN; depth++) {
            Throwable current = link;
            Optional<Kind> kind = kindOf(current);
            if (kind.isPresent()) {
                return new Failure(kind.get(), current);
            }
            link = current.getCause();
        }
        return new Failure(Kind.UNCLASSIFIED, thrown);
    }

    private static Optional<Kind> kindOf(Throwable thrown) {
        if (thrown instanceof PermanentFailureException
                || thrown instanceof JsonProcessingException
                || thrown instanceof ValidationException) {
            return Optional.of(Kind.PERMANENT);
        }
        if (thrown instanceof BatchItemFailuresException) {
            return Optional.of(Kind.UNCLASSIFIED);
        }
        if (thrown instanceof LeaseOverException) {
            return Optional.of(Kind.ABANDONED);
        }
        if (thrown instanceof AwsServiceException refused) {
            return Optional.of(ServiceRefusals.kindOf(refused));
        }
        if (thrown instanceof SdkClientException client) {
            return clientSideDefect(client) ? Optional.empty() : Optional.of(Kind.SINK_AWAY);
        }
        return isAway(thrown) ? Optional.of(Kind.SINK_AWAY) : Optional.empty();
    }

    /**
     * The SDK wraps what its own code throws at odd input as it wraps a lost connection; only the
     * latter may pause a queue.
     */
    private static boolean clientSideDefect(SdkClientException thrown) {
        Throwable cause = thrown.getCause();
        return cause instanceof IllegalArgumentException
                || cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof UnsupportedOperationException;
    }

    private static boolean isAway(Throwable thrown) {
        return thrown instanceof SinkAwayException
                || thrown instanceof GenericFileOperationFailedException
                || thrown instanceof TimeoutException
                || thrown instanceof ExchangeTimedOutException
                || thrown instanceof RejectedExecutionException
                || thrown instanceof DirectConsumerNotAvailableException
                || thrown instanceof SedaConsumerNotAvailableException
                || thrown.getClass().getName().equals(OPEN_CIRCUIT)
                || thrown instanceof IOException failed && isConnectionTrouble(failed);
    }

    /**
     * Broken content is an IOException as well (malformed characters, a damaged archive), and no
     * sink recovers from that.
     */
    private static boolean isConnectionTrouble(IOException thrown) {
        String name = thrown.getClass().getName();
        return name.equals(IOException.class.getName())
                || name.startsWith("java.net.")
                || name.startsWith("org.apache.hc.")
                || name.startsWith("org.apache.http.")
                || thrown instanceof SSLException
                || thrown instanceof InterruptedIOException
                || thrown instanceof java.nio.channels.ClosedChannelException;
    }
}
