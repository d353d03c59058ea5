package io.eventfork.runtime;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.traits.LocationTrait;

/**
 * Says in every request to S3 that can say it whose bucket it means, so that a bucket of that name
 * in somebody else's account is refused instead of written to (Amazon S3 user guide, "Verifying
 * bucket ownership with bucket owner condition"). What a request says itself stays. Thread-safe if
 * the account is.
 */
final class ExpectedBucketOwner implements ExecutionInterceptor {

    private static final String HEADER = "x-amz-expected-bucket-owner";

    private final Supplier<String> account;

    ExpectedBucketOwner(Supplier<String> account) {
        this.account = account;
    }

    @Override
    public SdkRequest modifyRequest(
            Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
        SdkRequest request = context.request();
        for (SdkField<?> field : request.sdkFields()) {
            LocationTrait location = field.getTrait(LocationTrait.class);
            if (location != null
                    && HEADER.equalsIgnoreCase(location.locationName())
                    && field.getValueOrDefault(request) == null) {
                SdkRequest.Builder builder = request.toBuilder();
                field.set(builder, account.get());
                return builder.build();
            }
        }
        return request;
    }
}
