// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.provider.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.avvyland.worker.config.InvalidConfigException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TencentSurfaceTest {

    @ParameterizedTest
    @CsvSource({
        "https://hunyuan.intl.tencentcloudapi.com,ap-singapore,hunyuan,2023-09-01",
        "https://hunyuan.intl.tencentcloudapi.com,eu-frankfurt,hunyuan,2023-09-01",
        "https://ai3d.tencentcloudapi.com,ap-guangzhou,ai3d,2025-05-13",
        "https://AI3D.tencentcloudapi.com,ap-shanghai,ai3d,2025-05-13",
        "http://127.0.0.1:8080,ap-singapore,hunyuan,2023-09-01",
        "https://gateway.example.com/tencent,na-siliconvalley,hunyuan,2023-09-01"
    })
    void choosesServiceAndVersionByTheHost(URI endpoint, String region, String service, String version) {
        TencentSurface surface = TencentSurface.of(endpoint, region);

        assertThat(surface.service()).isEqualTo(service);
        assertThat(surface.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ai3d.tencentcloudapi.com,ap-singapore,region: ap-singapore (expected: one of ap-guangzhou at ai3d",
        "https://hunyuan.intl.tencentcloudapi.com,ap-guangzhou,region: ap-guangzhou (expected: one of ap-singapore",
        "http://127.0.0.1:8080,ap-guangzhou,region: ap-guangzhou",
        "https://ai3d.intl.tencentcloudapi.com,ap-singapore,endpoint: ai3d.intl.tencentcloudapi.com",
        "https://hunyuan.tencentcloudapi.com,ap-guangzhou,endpoint: hunyuan.tencentcloudapi.com",
        "https://tokenhub.tencentmaas.com,ap-guangzhou,endpoint: tokenhub.tencentmaas.com"
    })
    void stopsTheStartForWhatCanNeverWork(URI endpoint, String region, String said) {
        assertThatThrownBy(() -> TencentSurface.of(endpoint, region))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(said);
    }
}
