#!/usr/bin/perl
# Perl's side of tests in which Perl and Java share sessions: real Apache::Session and Cache::Memcached, joined as
# Apache::Session::Memorycached joins them (which Debian does not package). Answers each line of standard input with
# one line of ASCII; maps are JSON objects.
#
#   perl-sessions.pl TIMEOUT PRINCIPAL UPDATE_ONLY HOST:PORT...
#
#   book              opens a session without an id and leaves it as it is: its id
#   create MAP        the same, and fills it: its id
#   read ID           all fields of the session, or "none"
#   change ID MAP     sets these fields, and removes those that are null: "ok" or "none"
#   delete ID         "ok" or "none"
#   find NAME         the id that the reverse reference of this principal holds, or "none"
#   server KEY        the place of the key's server in the list, from 0
use strict;
use warnings;

package Peer::Store;
use Cache::Memcached ();
use Digest::MD5 qw(md5_hex);
use Encode ();

my ( $timeout, $principal, $update_only, @servers ) = @ARGV;
my $memcached = Cache::Memcached->new( { servers => \@servers } );

sub new { return bless {}, shift }

sub reference { my ($name) = @_; return md5_hex( Encode::encode_utf8($name) ) }

sub insert {
    my ( $self, $session ) = @_;
    return if $update_only;
    my $data = $session->{data};
    $memcached->add( $data->{_session_id}, $data, $timeout ) or die "not booked\n";
}

sub update {
    my ( $self, $session ) = @_;
    my $data = $session->{data};
    if ( defined $data->{$principal} ) {
        my $reference = $data->{"${principal}_MD5"} = reference( $data->{$principal} );
        $memcached->set( $reference, $data->{_session_id}, $timeout ) or die "no reference\n";
    }
    $memcached->set( $data->{_session_id}, $data, $timeout ) or die "not stored\n";
}

sub materialize {
    my ( $self, $session ) = @_;
    $session->{serialized} = $memcached->get( $session->{data}{_session_id} ) or die "none\n";
    ref $session->{serialized} eq 'HASH' or die "no session\n";
}

sub remove {
    my ( $self, $session ) = @_;
    my $data = $session->{data};
    $memcached->delete( $data->{"${principal}_MD5"} ) if $data->{"${principal}_MD5"};
    $memcached->delete( $data->{_session_id} ) or die "none\n";
}

package Peer::Session;
use Apache::Session ();
use Apache::Session::Generate::MD5 ();
use Apache::Session::Lock::Null ();
our @ISA = ('Apache::Session');

sub populate {
    my $self = shift;
    $self->{object_store} = Peer::Store->new;
    $self->{lock_manager} = Apache::Session::Lock::Null->new;
    $self->{generate}     = \&Apache::Session::Generate::MD5::generate;
    $self->{validate}     = \&Apache::Session::Generate::MD5::validate;
    $self->{serialize}    = sub { };                                       # Cache::Memcached does
    $self->{unserialize} = sub { $_[0]{data} = $_[0]{serialized} };
    return $self;
}

package main;
use JSON::PP ();

$| = 1;
my $json = JSON::PP->new->ascii->canonical;

sub with_session {
    my ( $id, $code ) = @_;
    tie my %session, 'Peer::Session', $id;
    my $answer = $code->( \%session );
    ( tied %session )->save;
    untie %session;
    return $answer;
}

sub fill {
    my ( $session, $fields ) = @_;
    for my $name ( sort keys %$fields ) {
        if   ( defined $fields->{$name} ) { $session->{$name} = $fields->{$name} }
        else                              { delete $session->{$name} }
    }
    return 'ok';
}

my %commands = (
    book   => sub { with_session( undef, sub { $_[0]{_session_id} } ) },
    create => sub {
        my ($fields) = @_;
        with_session( undef, sub { fill( $_[0], $json->decode($fields) ); $_[0]{_session_id} } );
    },
    read   => sub { with_session( $_[0], sub { $json->encode( { %{ $_[0] } } ) } ) },
    change => sub {
        my ( $id, $fields ) = split / /, $_[0], 2;
        with_session( $id, sub { fill( $_[0], $json->decode($fields) ) } );
    },
    delete => sub { with_session( $_[0], sub { ( tied %{ $_[0] } )->delete; 'ok' } ) },
    find   => sub { $memcached->get( Peer::Store::reference( $json->decode("[$_[0]]")->[0] ) ) // 'none' },
    server => sub { Cache::Memcached::_hashfunc( $_[0] ) % @servers },
);

print "perl $] Cache::Memcached $Cache::Memcached::VERSION Apache::Session $Apache::Session::VERSION\n";
while ( my $line = <STDIN> ) {
    chomp $line;
    my ( $command, $argument ) = split / /, $line, 2;
    my $answer = eval { $commands{$command}->($argument) };
    $answer = $@ eq "none\n" ? 'none' : "died: $@" unless defined $answer;
    $answer =~ s/\s*\n\s*/ /g;
    print "$answer\n";
}
