using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace StavisLive.Server.Kestrel;

/// <summary>Lets browsers (HTTP/1.1) and gRPC (HTTP/2 from the first byte on) share a port that has no TLS.</summary>
/// <remarks>
/// Without TLS there is no negotiation of the protocol, and Kestrel then takes HTTP/1.1. A client that knows beforehand begins with
/// the preface <c>PRI * HTTP/2.0</c> (RFC 9113, section 3.4), which is no method of HTTP/1.1: who begins so is told to have negotiated.
/// </remarks>
internal static class Http2Preface
{
    private static ReadOnlySpan<byte> Beginning => "PRI"u8;

    /// <summary>A connection's first step.</summary>
    public static ConnectionDelegate Detect(ConnectionDelegate next) => async connection =>
    {
        if (await BeginsWithPrefaceAsync(connection).ConfigureAwait(false) is not { } isHttp2) return;
        if (isHttp2)
        {
            var negotiated = new NegotiatedHttp2();
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
            connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
        }
        await next(connection).ConfigureAwait(false);
    };

    // Null: nothing came in time, or the server stops.
    private static async Task<bool?> BeginsWithPrefaceAsync(ConnectionContext connection)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        patience.CancelAfter(ServerLimits.HeadersTimeout);
        try
        {
            return await BeginsWithPrefaceAsync(connection, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> BeginsWithPrefaceAsync(ConnectionContext connection, CancellationToken patience)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(patience).ConfigureAwait(false);
            var first = read.Buffer.FirstSpan;
            var known = Math.Min(first.Length, Beginning.Length);
            var fits = first[..known].SequenceEqual(Beginning[..known]);
            var isDecided = known == Beginning.Length || !fits || read.IsCompleted;
            // Nothing is taken: HTTP reads it all again. What is not enough yet counts as looked at, so that the next read waits for more.
            input.AdvanceTo(read.Buffer.Start, isDecided ? read.Buffer.Start : read.Buffer.End);
            if (isDecided) return fits && known == Beginning.Length;
        }
    }

    private sealed class NegotiatedHttp2 : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        private static readonly ReadOnlyMemory<byte> Http2 = "h2"u8.ToArray();

        public X509Certificate2? ClientCertificate { get; set; }

        public ReadOnlyMemory<byte> ApplicationProtocol => Http2;

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
