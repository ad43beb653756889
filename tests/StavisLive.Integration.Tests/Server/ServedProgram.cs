using System.Net.Http.Json;
using System.Text.Json;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Server;

/// <summary>The program with its server, started as a user would. Disposing it ends it.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private const string Beginning = "The dashboard is at ";

    private ServedProgram(RunningProgram program, Uri address, HttpClient client) => (Program, Address, Client) = (program, address, client);

    public RunningProgram Program { get; }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Starts it on a free port with the smallest network, and waits until it says where it is.</summary>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="handler">How to connect; null: as usual.</param>
    /// <param name="arguments">What is watched.</param>
    public static async Task<ServedProgram> StartAsync(IReadOnlyDictionary<string, string>? environment, HttpMessageHandler? handler, params IEnumerable<string> arguments)
    {
        var program = StavisProgram.Start([.. arguments, "--serve", "0", "--weights", TestWeights.Path], environment);
        await program.UntilAsync(() => program.Errors.Contains(Beginning, StringComparison.Ordinal));
        var said = program.Errors;
        said = said[(said.IndexOf(Beginning, StringComparison.Ordinal) + Beginning.Length)..];
        var address = new Uri(said[..said.IndexOfAny(['\r', '\n'])]);
        return new ServedProgram(program, address, new HttpClient(handler ?? new SocketsHttpHandler()) { BaseAddress = address });
    }

    /// <summary>The same, as usual.</summary>
    public static Task<ServedProgram> StartAsync(params IEnumerable<string> arguments) => StartAsync(null, null, arguments);

    /// <summary>Waits until a source has maps.</summary>
    public async Task UntilMappedAsync(string id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var sources = await Client.GetFromJsonAsync<JsonElement[]>("/api/sources", timeout.Token);
            if (sources!.Any(source => source.GetProperty("id").GetString() == id && source.GetProperty("mapsOut").GetInt64() > 0)) return;
            await Task.Delay(100, timeout.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Program.DisposeAsync();
    }
}
