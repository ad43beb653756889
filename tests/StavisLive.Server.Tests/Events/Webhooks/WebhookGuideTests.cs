using System.Diagnostics;
using System.Text.RegularExpressions;
using StavisLive.Server.Events.Webhooks;

namespace StavisLive.Server.Tests.Events.Webhooks;

/// <summary>What the guide tells to check signatures with does.</summary>
public sealed partial class WebhookGuideTests
{
    private const string Secret = "0123456789abcdef";
    private const string Body = """{"id":1,"reason":"Tür"}""";

    [Theory]
    [InlineData(Secret, Body, 0, "True")]
    [InlineData("fedcba9876543210", Body, 0, "False")]
    [InlineData(Secret, """{"id":2}""", 0, "False")]
    [InlineData(Secret, Body, 600, "False")]
    public async Task Guide_PythonCheck_TakesWhatIsGenuineAlone(string secret, string body, int age, string expected)
    {
        var guide = await File.ReadAllTextAsync(GuidePath());
        var timestamp = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - age).ToString();
        var signature = WebhookSignature.Of(Secret, timestamp, System.Text.Encoding.UTF8.GetBytes(Body));
        var program = $$"""
            {{PythonBlock().Match(guide).Groups[1].Value}}
            import sys
            print(is_genuine({"X-StavisLive-Timestamp": sys.argv[2], "X-StavisLive-Signature": sys.argv[3]}, sys.argv[4].encode(), sys.argv[1].encode()))
            """;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", program, secret, timestamp, signature, body]) { RedirectStandardOutput = true })!;
        Assert.Equal(expected, (await python.StandardOutput.ReadToEndAsync()).Trim());
        await python.WaitForExitAsync();
    }

    private static string GuidePath()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StavisLive.sln"))) return Path.Combine(folder, "docs", "guides", "events.md");
        }
        throw new InvalidOperationException($"No StavisLive.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();
}
