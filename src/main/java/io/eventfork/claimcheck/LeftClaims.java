package io.eventfork.claimcheck;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Tells which objects nobody will remove any more, because the process that stored them was killed,
 * and goes through all there are, page by page, as {@code aws2-s3} lists one page alone. A bean of
 * a route template: set up by its setters before the route starts, then thread-safe.
 */
public final class LeftClaims {

    /** The exchange property with the last key of the page before the one in the body. */
    private static final String MARKER = LeftClaims.class.getName();

    /** The exchange property that tells, for all of a sweep, whether one could not be removed. */
    private static final String PASSED_OVER = MARKER + ".passedOver";

    private static final Logger LOG = LoggerFactory.getLogger(LeftClaims.class);

    private Clock clock = Clock.systemUTC();
    private Duration expiry = Duration.ofHours(12);
    private String bucket = "";
    private String prefix = "";

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    /** The age at which an object is left behind: longer than any work on one takes. */
    public void setExpiry(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException("Expiry must be positive.");
        }
        expiry = age;
    }

    /** The physical name of the bucket. */
    public void setBucket(String name) {
        bucket = name;
    }

    /** What keys begin with. */
    public void setPrefix(String text) {
        prefix = text;
    }

    /** Whether objects may come after those in the body, a page; at first there is none. */
    public boolean hasMore(Exchange exchange) {
        List<?> page = exchange.getMessage().getBody(List.class);
        // An endpoint that knows no marker lists the same objects again.
        return page == null || !page.isEmpty() && !last(page).equals(exchange.getProperty(MARKER));
    }

    /** Replaces a page by the request for the next one. */
    public void next(Exchange exchange) {
        List<?> page = exchange.getMessage().getBody(List.class);
        String marker = page == null ? null : last(page);
        if (page == null) {
            exchange.setProperty(PASSED_OVER, new AtomicBoolean());
        }
        exchange.setProperty(MARKER, marker);
        exchange.getMessage()
                .setBody(
                        ListObjectsRequest.builder()
                                .bucket(bucket)
                                .prefix(prefix)
                                .marker(marker)
                                .build());
    }

    /** Whether an object is left behind. */
    public boolean isLeft(S3Object object) {
        return object.lastModified().plus(expiry).isBefore(clock.instant());
    }

    /** The key of an object. */
    public String key(S3Object object) {
        return object.key();
    }

    /**
     * Tells of the first object of a sweep that cannot be removed; the others would say the same.
     */
    public void passOver(Exchange exchange) {
        AtomicBoolean told = exchange.getProperty(PASSED_OVER, AtomicBoolean.class);
        if (told.compareAndSet(false, true)) {
            LOG.warn(
                    "Objects of bucket {} cannot be removed, as {}: {}. The next sweep tries again.",
                    bucket,
                    exchange.getMessage().getHeader(AWS2S3Constants.KEY),
                    exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class).getMessage());
        }
    }

    private String last(List<?> page) {
        return key((S3Object) page.get(page.size() - 1));
    }
}
