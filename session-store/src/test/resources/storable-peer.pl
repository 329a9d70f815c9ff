#!/usr/bin/perl
# The Perl side of StorablePerlTest: answers each line of standard input with one line of ASCII.
#
#   freeze NAME   the structure of this name below, as nfreeze writes it, in hex
#   thaw HEX      what thaw makes of it, as text (see show)
#   again HEX     the same as nfreeze writes it, with sorted keys, in hex
#   assign HEX    "ok", if a script may change each value in the structure and add one to each container
use strict;
use warnings;
use utf8;
use B ();
use Storable qw(nfreeze thaw);

$| = 1;
$Storable::canonical = 1;

my $shared = [ 1, "two" ];
my $twice  = { first => $shared };
$twice->{second} = $twice->{first};
my $alias = { a => "x" };
$alias->{b} = \$alias->{a};
my $holes = [];
$holes->[2] = 1;
my $latin1 = "\x{e9}t\x{e9}";
my $utf8   = "\x{e9}t\x{e9}";
utf8::downgrade($latin1);
utf8::encode($utf8);

my %structures = (
    empty    => {},
    nested   => { list => [ 1, [], {}, [ [ { deep => ["down"] } ] ] ], hash => { a => { b => undef } } },
    texts    => { '' => '', short => 'x' x 255, long => 'x' x 256, nul => "a\0b", '€' => '€', 'é' => 'été' },
    bytes    => { latin1 => $latin1, utf8 => $utf8, $latin1 => 1, binary => "\xff\xfe\x00" },
    utf8     => { short => 'é' x 127, long => 'é' x 128, beyond => "\x{1d11e}" },
    integers => {
        map { ( "i$_" => $_ ) } 0, 1, -1, 127, 128, -128, -129, 32767, 2147483647, -2147483648, 2147483648,
        -2147483649, 4294967296, 9223372036854775807, -9223372036854775808, 18446744073709551615
    },
    doubles  => { half => 0.5, third => 1 / 3, large => 1e20, small => 1e-7, whole => 3.0 },
    truths   => { yes => ( 1 == 1 ), no => ( 1 == 0 ) },
    undefs   => { undef => undef, list => [ undef, 1, undef ], holes => $holes },
    shared   => { a => $shared, b => $shared, c => { d => [$shared] } },
    twice    => $twice,
    alias    => $alias,
    scalar   => { a => \"x", b => \\"y", c => \[1] },
    cycle    => do { my $self = {}; $self->{self} = $self; $self },
    blessed  => { a => bless( {}, 'Foo' ) },
    root     => bless( {}, 'Foo' ),
    list     => [1],
    regexp   => { a => qr/x/ },
    weighty  => { map { ( "attribute$_" => "value $_" x 10 ) } 1 .. 200 },
);

# A value as text: containers that were shown before by their number.
sub show {
    my ( $value, $seen ) = @_;
    return 'undef' unless defined $value;
    return scalar_text($value) unless ref $value;
    return '^' . $seen->{$value} if exists $seen->{$value};
    $seen->{$value} = keys %$seen;
    return '[' . join( ',', map { show( $_, $seen ) } @$value ) . ']' if ref $value eq 'ARRAY';
    return '{' . join( ',', map { text($_) . ':' . show( $value->{$_}, $seen ) } sort keys %$value ) . '}'
        if ref $value eq 'HASH';
    return '\\' . show( $$value, $seen );
}

sub scalar_text {
    my ($value) = @_;
    my $flags = B::svref_2object( \$value )->FLAGS;
    return $flags & B::SVf_POK() ? text($value) : "$value";
}

# Characters, not bytes.
sub text {
    my ($text) = @_;
    $text =~ s/([^a-zA-Z0-9 .+-])/sprintf '<%x>', ord $1/ge;
    return "'$text'";
}

sub assign {
    my ($container) = @_;
    my @values = ref $container eq 'HASH' ? values %$container : @$container;
    ref $_ and assign($_) for @values;
    if ( ref $container eq 'HASH' ) {
        $_ = 'changed' for values %$container;
        $container->{added} = 'added';
    }
    else {
        $_ = 'changed' for @$container;
        push @$container, 'added';
    }
    return 'ok';
}

my %commands = (
    freeze => sub { unpack 'H*', nfreeze( $structures{ $_[0] } // die "no structure $_[0]\n" ) },
    thaw   => sub { show( thaw( pack 'H*', $_[0] ), {} ) },
    again  => sub { unpack 'H*', nfreeze( thaw( pack 'H*', $_[0] ) ) },
    assign => sub { assign( thaw( pack 'H*', $_[0] ) ) },
);

print "perl $] Storable $Storable::VERSION\n";
while ( my $line = <STDIN> ) {
    my ( $command, $argument ) = split ' ', $line;
    my $answer = eval { $commands{$command}->($argument) };
    $answer = "died: $@" unless defined $answer;
    $answer =~ s/\s*\n\s*/ /g;
    print "$answer\n";
}
