package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class ExpectedBucketOwnerTest {

    private final ExpectedBucketOwner owner = new ExpectedBucketOwner(() -> "123456789012");

    @Test
    void aRequestNamesTheOwnerOfItsBucket() {
        assertThat(sent(PutObjectRequest.builder().bucket("b").key("k").build()))
                .isEqualTo(
                        PutObjectRequest.builder()
                                .bucket("b")
                                .key("k")
                                .expectedBucketOwner("123456789012")
                                .build());
        assertThat(((GetObjectRequest) sent(GetObjectRequest.builder().build())))
                .extracting(GetObjectRequest::expectedBucketOwner)
                .isEqualTo("123456789012");
    }

    @Test
    void whatARequestSaysItselfStays() {
        PutObjectRequest other = PutObjectRequest.builder().expectedBucketOwner("1").build();
        assertThat(sent(other)).isSameAs(other);
        CreateBucketRequest create = CreateBucketRequest.builder().bucket("b").build();
        assertThat(sent(create)).isSameAs(create);
    }

    @Test
    void onlyTheClientForAwsItselfNamesOwners() {
        assertThat(interceptors(Map.of("eventfork.region", "eu-west-1")))
                .hasAtLeastOneElementOfType(ExpectedBucketOwner.class);
        assertThat(interceptors(Map.of("eventfork.endpoint", "http://127.0.0.1:1")))
                .doesNotHaveAnyElementsOfTypes(ExpectedBucketOwner.class);
    }

    private SdkRequest sent(SdkRequest request) {
        return owner.modifyRequest(() -> request, new ExecutionAttributes());
    }

    private static List<ExecutionInterceptor> interceptors(Map<String, String> options) {
        Settings settings = Settings.load(options, Optional.empty(), Map.of(), new Properties());
        try (AwsClients clients = new AwsClients(settings)) {
            S3Client s3 = clients.s3();
            return s3.serviceClientConfiguration().overrideConfiguration().executionInterceptors();
        }
    }
}
